-- A workflow that waits for one of its sub-processes alone gives its room to others, as one that waits for people does: with room for one
-- workflow at a time the sub-process could never start otherwise. Nothing else of the function changes.
CREATE OR REPLACE FUNCTION admission_apply(p_item jsonb, OUT v_outbox jsonb, OUT v_made_room boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant   text := p_item ->> 'tenant_id';
  v_workflow text := p_item ->> 'workflow_id';
  v_process  text := p_item #>> '{admission,process}';
  v_is_paused boolean := p_item #>> '{projection,status}' = 'paused';
  v_task     jsonb;
  v_need     jsonb;
  v_slot     admission_slot;
  v_kept     text[] := '{}';
BEGIN
  v_outbox := p_item -> 'outbox';
  PERFORM set_config('botarmy.tenant', '*', true);
  v_made_room := admission_release(v_workflow,
    ARRAY(SELECT d ->> 'work_key' FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)),
    EXISTS (SELECT FROM jsonb_array_elements(p_item -> 'due_work') AS t (d) WHERE d ->> 'kind' NOT IN ('hitl-request', 'child')));
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.workflow_id = v_workflow AND s.state <> 'running' LOOP
    IF v_is_paused AND v_slot.state = 'waiting' THEN
      PERFORM admission_hold(v_slot, 'paused');
    ELSIF NOT v_is_paused AND v_slot.reason = 'paused' THEN
      PERFORM admission_enter_lane(v_slot);
      v_made_room := true;
    END IF;
  END LOOP;
  FOR v_task IN SELECT t FROM jsonb_array_elements(p_item #> '{admission,tasks}') AS x (t) LOOP
    FOR v_need IN SELECT n FROM jsonb_array_elements((v_task -> 'needs') || (v_task -> 'workflow_needs')) AS x (n) LOOP
      INSERT INTO admission_resource (resource_key, tenant_id, capacity)
      VALUES (v_need ->> 'key', v_need ->> 'tenant_id', (v_need ->> 'capacity')::integer) ON CONFLICT DO NOTHING;
    END LOOP;
    v_slot := NULL;
    v_slot.workflow_id := v_workflow;
    v_slot.work_key := v_task ->> 'work_key';
    v_slot.tenant_id := v_tenant;
    v_slot.task_id := v_task ->> 'task_id';
    v_slot.agent_id := v_task ->> 'agent_id';
    v_slot.process := v_process;
    v_slot.priority := (v_task ->> 'priority')::integer;
    v_slot.task_keys := ARRAY(SELECT n ->> 'key' FROM jsonb_array_elements(v_task -> 'needs') AS x (n));
    v_slot.workflow_keys := ARRAY(SELECT n ->> 'key' FROM jsonb_array_elements(v_task -> 'workflow_needs') AS x (n));
    v_slot.event_id := v_task ->> 'event_id';
    v_slot.lease_seconds := (v_task ->> 'lease_seconds')::double precision;
    v_slot.since := now();
    v_slot.reason := coalesce(admission_stop_of(v_tenant, v_process, v_slot.agent_id), v_task ->> 'held');
    CONTINUE WHEN v_slot.reason IS NULL AND cardinality(v_slot.task_keys || v_slot.workflow_keys) = 0;
    SELECT o INTO v_slot.message FROM jsonb_array_elements(v_outbox) AS x (o) WHERE o ->> 'event_id' = v_slot.event_id;
    v_slot.state := 'held';
    INSERT INTO admission_slot SELECT (v_slot).*;
    UPDATE due_work SET due_at = 'infinity' WHERE workflow_id = v_workflow AND work_key = v_slot.work_key;
    v_kept := v_kept || v_slot.event_id;
    IF v_slot.reason IS NULL THEN
      PERFORM admission_enter_lane(v_slot);
      v_made_room := true;
    END IF;
  END LOOP;
  UPDATE admission_flow SET weight = (p_item #>> '{admission,weight}')::double precision
  WHERE tenant_id = v_tenant AND weight <> (p_item #>> '{admission,weight}')::double precision;
  IF cardinality(v_kept) > 0 THEN
    v_outbox := coalesce((SELECT jsonb_agg(o ORDER BY n) FROM jsonb_array_elements(v_outbox) WITH ORDINALITY AS x (o, n)
      WHERE o ->> 'event_id' <> ALL (v_kept)), '[]');
  END IF;
  PERFORM set_config('botarmy.tenant', v_tenant, true);
END $$;
