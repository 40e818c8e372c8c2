{{/* One variable from a Secret: dict "variable" "secret" "key" "optional". */}}
{{- define "botarmy-lib.fromSecret" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end -}}

{{/* The Secret a workload reads unless an entry names another one. */}}
{{- define "botarmy-lib.secretName" -}}
{{- .settings.existingSecret | default (printf "%s-%s" (include "botarmy-lib.fullname" .root) .service) -}}
{{- end -}}

{{/* A value as an environment variable says it: whole numbers in digits (Helm reads 16777216 as 1.6777216e+07), templates filled in.
dict "root" "value". */}}
{{- define "botarmy-lib.text" -}}
{{- if and (kindIs "float64" .value) (eq (floor .value) .value) -}}
{{- int64 .value -}}
{{- else -}}
{{- tpl (toString .value) .root -}}
{{- end -}}
{{- end -}}

{{/* All variables of a workload. Values of `config` may be templates. */}}
{{- define "botarmy-lib.environment" -}}
{{- $context := . -}}
{{- $values := .root.Values -}}
{{- $secret := include "botarmy-lib.secretName" . -}}
- name: HOST
  value: 0.0.0.0
- name: PORT
  value: {{ .settings.port | quote }}
- name: METRICS_PORT
  value: {{ .settings.metricsPort | quote }}
- name: OTEL_SERVICE_NAME
  value: botarmy-{{ .service }}
{{- with $values.telemetry.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- if .settings.nats }}
- name: NATS_URL
  value: {{ $values.nats.url | quote }}
{{ include "botarmy-lib.fromSecret" (dict "variable" "NATS_NKEY_SEED" "secret" $secret "key" $values.secretKeys.natsNkeySeed) }}
{{- end }}
{{- if .settings.database }}
{{- range $variable, $value := .settings.databaseConfig }}
- name: {{ $variable }}
  value: {{ include "botarmy-lib.text" (dict "root" $context.root "value" $value) | quote }}
{{- end }}
{{ include "botarmy-lib.fromSecret" (dict "variable" "DATABASE_URL" "secret" $secret "key" $values.secretKeys.databaseUrl) }}
{{- end }}
{{- range $variable, $value := .settings.config }}
- name: {{ $variable }}
  value: {{ include "botarmy-lib.text" (dict "root" $context.root "value" $value) | quote }}
{{- end }}
{{- range $variable, $source := .settings.secrets }}
{{ include "botarmy-lib.fromSecret" (dict "variable" $variable "secret" ($source.secret | default $secret) "key" $source.key "optional" $source.optional) }}
{{- end }}
{{- end -}}
