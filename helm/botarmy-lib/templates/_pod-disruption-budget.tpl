{{/* maxUnavailable, not minAvailable: a single replica must not block the draining of its node. */}}
{{- define "botarmy-lib.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "botarmy-lib.selector" . | nindent 6 }}
{{- end -}}
