import { describeChart, refusal } from './support/render-chart';

describeChart('values that cannot be meant', () => {
  it.each([
    ['a misspelt setting', 'services.gateway.replicaCount=2', "additional properties 'replicaCount' not allowed"],
    ['an unknown service', 'services.gatway.replicas=2', "invalid propertyName 'gatway'"],
    ['an unknown top-level key', 'replicas=2', "additional properties 'replicas' not allowed"],
    ['the tag latest', 'image.tag=latest', "'/image/tag'"],
    ['a short grace period', 'services.gateway.terminationGracePeriodSeconds=10', 'terminationGracePeriodSeconds'],
    ['a grace period below the drain', 'services.gateway.preStopSeconds=20', 'preStopSeconds + 20'],
    [
      'two writers of an exclusive volume',
      'services.artifacts.persistence.enabled=true,services.artifacts.replicas=2',
      'ReadWriteMany',
    ],
    ['more smallest than largest', 'services.gateway.autoscaling.minReplicas=9', 'minReplicas is above maxReplicas'],
    ['a call to nobody', 'services.hitl.calls[0]=nobody', "'/services/hitl/calls/0'"],
    ['pools by hand', 'services.agent-runner.config.AGENT_POOLS=tester', 'AGENT_POOLS comes from `pools`'],
    ['an open way out by an empty peer list', 'networkPolicy.postgres.to=null', 'networkPolicy'],
  ])('%s is refused', (_, assignment, reason) => {
    expect(refusal(['--set', assignment])).toContain(reason);
  });
});
