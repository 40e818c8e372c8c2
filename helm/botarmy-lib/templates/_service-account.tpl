{{- define "botarmy-lib.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
automountServiceAccountToken: false
{{- end -}}
