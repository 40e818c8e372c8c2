{{/* Image reference: dict "root" "service" "image". A repository given for one image is complete, registry included; a digest
wins over a tag; without both the chart's appVersion holds. */}}
{{- define "botarmy-lib.image" -}}
{{- $common := .root.Values.image -}}
{{- $repository := .image.repository | default (printf "%s/%s" $common.namespace .service) -}}
{{- if and $common.registry (not .image.repository) -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" $common.registry) $repository -}}
{{- end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.image.tag | default $common.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "botarmy-lib.pullSecrets" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
