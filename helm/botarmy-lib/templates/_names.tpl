{{/* Name of the release's objects: the release's name, with the chart's in front of nothing else. */}}
{{- define "botarmy-lib.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Name of one workload's objects. */}}
{{- define "botarmy-lib.workloadName" -}}
{{- printf "%s-%s" (include "botarmy-lib.fullname" .root) .name -}}
{{- end -}}

{{/* Address of a service inside the cluster: dict "root" "service". */}}
{{- define "botarmy-lib.serviceUrl" -}}
{{- printf "http://%s-%s:%d" (include "botarmy-lib.fullname" .root) .service (int .root.Values.defaults.port) -}}
{{- end -}}

{{/* Address of the model simulator, empty where it is not installed. For values: the context is the chart's. */}}
{{- define "botarmy-lib.simulatorUrl" -}}
{{- if ne (index .Values.services "model-simulator").enabled false -}}
{{- include "botarmy-lib.serviceUrl" (dict "root" . "service" "model-simulator") -}}
{{- end -}}
{{- end -}}

{{/* What never changes in the life of a Deployment. */}}
{{- define "botarmy-lib.selector" -}}
app.kubernetes.io/name: botarmy
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- with .pool }}
pool: {{ . }}
{{- end }}
{{- end -}}

{{- define "botarmy-lib.labels" -}}
{{ include "botarmy-lib.selector" . }}
app.kubernetes.io/part-of: botarmy
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name (.root.Chart.Version | replace "+" "_") }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "botarmy-lib.metadata" -}}
name: {{ include "botarmy-lib.workloadName" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "botarmy-lib.labels" . | nindent 2 }}
{{- end -}}
