{{/* Kept when the release is uninstalled: documents outlive releases. */}}
{{- define "botarmy-lib.claim" -}}
{{- $persistence := .settings.persistence -}}
{{- if and $persistence.enabled (not $persistence.existingClaim) -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
  annotations:
    helm.sh/resource-policy: keep
spec:
  accessModes:
    {{- toYaml $persistence.accessModes | nindent 4 }}
  {{- with $persistence.storageClassName }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ $persistence.size }}
{{- end -}}
{{- end -}}
