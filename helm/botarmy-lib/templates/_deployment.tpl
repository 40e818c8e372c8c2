{{/* A probe: dict "path" "port" "probe" (period, timeout, failures). */}}
{{- define "botarmy-lib.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
periodSeconds: {{ .probe.periodSeconds }}
timeoutSeconds: {{ .probe.timeoutSeconds }}
failureThreshold: {{ .probe.failureThreshold }}
{{- end -}}

{{- define "botarmy-lib.deployment" -}}
{{- $settings := .settings -}}
{{- $exclusiveVolume := and $settings.persistence.enabled (not (has "ReadWriteMany" $settings.persistence.accessModes)) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
spec:
  {{- if not $settings.autoscaling.enabled }}
  replicas: {{ $settings.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    {{- if $exclusiveVolume }}
    type: Recreate
    {{- else }}
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 25%
    {{- end }}
  selector:
    matchLabels:
      {{- include "botarmy-lib.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "botarmy-lib.labels" . | nindent 8 }}
      {{- with $settings.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "botarmy-lib.workloadName" . }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $settings.terminationGracePeriodSeconds }}
      {{- with $settings.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with include "botarmy-lib.pullSecrets" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "botarmy-lib.podSecurity" . | nindent 8 }}
      topologySpreadConstraints:
        {{- range $topologyKey := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ $topologyKey }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "botarmy-lib.selector" $ | nindent 14 }}
          matchLabelKeys: [pod-template-hash]
        {{- end }}
      {{- with $settings.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $settings.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .service }}
          image: {{ include "botarmy-lib.image" (dict "root" .root "service" .service "image" $settings.image) | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext:
            {{- include "botarmy-lib.containerSecurity" . | nindent 12 }}
          env:
            {{- include "botarmy-lib.environment" . | nindent 12 }}
          ports:
            - name: http
              containerPort: {{ $settings.port }}
              protocol: TCP
            - name: metrics
              containerPort: {{ $settings.metricsPort }}
              protocol: TCP
          startupProbe:
            {{- include "botarmy-lib.probe" (dict "path" "/health/live" "probe" $settings.probes.startup) | nindent 12 }}
          livenessProbe:
            {{- include "botarmy-lib.probe" (dict "path" "/health/live" "probe" $settings.probes.liveness) | nindent 12 }}
          readinessProbe:
            {{- include "botarmy-lib.probe" (dict "path" "/health/ready" "probe" $settings.probes.readiness) | nindent 12 }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ $settings.preStopSeconds }}
          resources:
            {{- toYaml $settings.resources | nindent 12 }}
          volumeMounts:
            - name: temporary
              mountPath: /tmp
            {{- if $settings.persistence.enabled }}
            - name: data
              mountPath: {{ $settings.persistence.mountPath }}
            {{- end }}
      volumes:
        - name: temporary
          emptyDir:
            sizeLimit: {{ $settings.temporarySizeLimit }}
        {{- if $settings.persistence.enabled }}
        - name: data
          persistentVolumeClaim:
            claimName: {{ $settings.persistence.existingClaim | default (include "botarmy-lib.workloadName" .) }}
        {{- end }}
{{- end -}}
