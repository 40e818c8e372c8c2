{{- define "botarmy-lib.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
spec:
  type: ClusterIP
  selector:
    {{- include "botarmy-lib.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .settings.port }}
      targetPort: http
      protocol: TCP
    - name: metrics
      port: {{ .settings.metricsPort }}
      targetPort: metrics
      protocol: TCP
{{- end -}}
