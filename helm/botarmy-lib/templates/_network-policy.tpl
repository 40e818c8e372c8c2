{{/* Egress every workload needs: names. */}}
{{- define "botarmy-lib.egressDns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns.to | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end -}}

{{/* Egress to one platform part: an entry of networkPolicy with `to` and `port`. */}}
{{- define "botarmy-lib.egressPart" -}}
- to:
    {{- toYaml .to | nindent 4 }}
  ports:
    - { protocol: TCP, port: {{ .port }} }
{{- end -}}

{{/* Egress to the outside world, never to private or link-local addresses. */}}
{{- define "botarmy-lib.egressInternet" -}}
{{- $internet := .Values.networkPolicy.internet -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- toYaml $internet.exceptIpv4 | nindent 10 }}
    - ipBlock:
        cidr: ::/0
        except:
          {{- toYaml $internet.exceptIpv6 | nindent 10 }}
  ports:
    {{- range $internet.ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end -}}

{{/* Services of the release that declare `calls: [<this one>]`. */}}
{{- define "botarmy-lib.callers" -}}
{{- $callers := list -}}
{{- $service := .service -}}
{{- range $name, $caller := .root.Values.services -}}
{{- if and (ne $caller.enabled false) (has $service ($caller.calls | default list)) -}}
{{- $callers = append $callers $name -}}
{{- end -}}
{{- end -}}
{{- $callers | toJson -}}
{{- end -}}

{{- define "botarmy-lib.networkPolicy" -}}
{{- $settings := .settings -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- $root := .root -}}
{{- if $policy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "botarmy-lib.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "botarmy-lib.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        {{- toYaml $policy.monitoring.from | nindent 8 }}
      ports:
        - { protocol: TCP, port: {{ $settings.metricsPort }} }
    {{- if $settings.public }}
    - ports:
        - { protocol: TCP, port: {{ $settings.port }} }
      {{- with $policy.publicFrom }}
      from:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
    {{- with include "botarmy-lib.callers" . | fromJsonArray }}
    - from:
        {{- range . }}
        - podSelector:
            matchLabels:
              {{- include "botarmy-lib.selector" (dict "root" $root "service" .) | nindent 14 }}
        {{- end }}
      ports:
        - { protocol: TCP, port: {{ $settings.port }} }
    {{- end }}
  egress:
    {{- include "botarmy-lib.egressDns" .root | nindent 4 }}
    {{- if $settings.nats }}
    {{- include "botarmy-lib.egressPart" $policy.nats | nindent 4 }}
    {{- end }}
    {{- if $settings.database }}
    {{- include "botarmy-lib.egressPart" $policy.postgres | nindent 4 }}
    {{- end }}
    {{- if .root.Values.telemetry.endpoint }}
    {{- include "botarmy-lib.egressPart" $policy.telemetry | nindent 4 }}
    {{- end }}
    {{- range $settings.calls }}
    {{- if ne (index $root.Values.services .).enabled false }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "botarmy-lib.selector" (dict "root" $root "service" .) | nindent 14 }}
      ports:
        - { protocol: TCP, port: {{ $root.Values.defaults.port }} }
    {{- end }}
    {{- end }}
    {{- if $settings.internet }}
    {{- include "botarmy-lib.egressInternet" .root | nindent 4 }}
    {{- end }}
    {{- with $settings.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
{{- end -}}
