package conformance

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// signer signs who a user is, as Grafana does.
type signer struct{ key *ecdsa.PrivateKey }

var grafana = newSigner()

func newSigner() signer {
	return signer{must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
}

// startGrafana publishes the signer's key where Grafana publishes its own.
func startGrafana(t *testing.T) string {
	t.Helper()
	point := must(grafana.key.PublicKey.Bytes()) // 4, x, y
	x, y := encode(point[1:33]), encode(point[33:])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/signing-keys/keys" {
			http.NotFound(w, r)
			return
		}
		_, _ = fmt.Fprintf(w, `{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"test","x":%q,"y":%q}]}`, x, y)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func (s signer) identity(org int64, role string) string {
	header := encode([]byte(`{"alg":"ES256","kid":"test","typ":"jwt"}`))
	claims := must(json.Marshal(map[string]any{
		"aud": []string{fmt.Sprintf("org:%d", org)}, "sub": "user:1", "username": "admin", "role": role,
		"exp": time.Now().Add(10 * time.Minute).Unix(),
	}))
	signed := header + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	r, v, err := ecdsa.Sign(rand.Reader, s.key, digest[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + encode(append(r.FillBytes(make([]byte, 32)), v.FillBytes(make([]byte, 32))...))
}

func encode(raw []byte) string {
	return base64.RawURLEncoding.EncodeToString(raw)
}

// caller is who asks, for which organisation, and about which Prometheus.
type caller struct {
	org        int64
	role       string
	prometheus string
	signer     signer
}

func admin(prometheus string) caller {
	return caller{org: 1, role: "Admin", prometheus: prometheus, signer: grafana}
}

func (c caller) context() *pluginv2.PluginContext {
	return &pluginv2.PluginContext{
		OrgId:    c.org,
		PluginId: "headroom-capacity-datasource",
		User:     &pluginv2.User{Login: "admin", Role: c.role},
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Uid: "headroom", Name: "Headroom", Url: c.prometheus, JsonData: []byte(`{"authKind":"none"}`),
		},
	}
}

func (c caller) headers() map[string]string {
	return map[string]string{"http_X-Grafana-Id": c.signer.identity(c.org, c.role)}
}

var (
	rangeEnd   = time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	rangeStart = rangeEnd.Add(-24 * time.Hour)
)

// query asks one query for each text, under the names A, B and so on.
func (p *process) query(t *testing.T, c caller, queries ...string) map[string]*pluginv2.DataResponse {
	t.Helper()
	request := &pluginv2.QueryDataRequest{PluginContext: c.context(), Headers: c.headers()}
	for i, text := range queries {
		var known struct{ QueryType string }
		_ = json.Unmarshal([]byte(text), &known)
		request.Queries = append(request.Queries, &pluginv2.DataQuery{
			RefId: string(rune('A' + i)), QueryType: known.QueryType, MaxDataPoints: 1000, IntervalMS: 60_000,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: rangeStart.UnixMilli(), ToEpochMS: rangeEnd.UnixMilli()},
			Json:      []byte(text),
		})
	}
	response, err := p.data.QueryData(patience(t), request)
	if err != nil {
		t.Fatalf("QueryData: %v", err)
	}
	return response.GetResponses()
}

// call asks the resource of a path with its query; a body is posted.
func (p *process) call(t *testing.T, c caller, path, body string) (code int32, answer []byte) {
	t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	bare, _, _ := strings.Cut(path, "?")
	parts, err := p.resource.CallResource(patience(t), &pluginv2.CallResourceRequest{
		PluginContext: c.context(), Path: bare, Url: path, Method: method, Body: []byte(body),
		Headers: map[string]*pluginv2.StringList{"X-Grafana-Id": {Values: []string{c.signer.identity(c.org, c.role)}}},
	})
	if err != nil {
		t.Fatalf("CallResource: %v", err)
	}
	for {
		part, err := parts.Recv()
		if err != nil {
			if code == 0 {
				t.Fatalf("CallResource %s: %v", path, err)
			}
			return code, answer
		}
		if code == 0 {
			code = part.GetCode()
		}
		answer = append(answer, part.GetBody()...)
	}
}

func (p *process) health(t *testing.T, c caller) *pluginv2.CheckHealthResponse {
	t.Helper()
	response, err := p.diagnostics.CheckHealth(patience(t), &pluginv2.CheckHealthRequest{PluginContext: c.context(), Headers: c.headers()})
	if err != nil {
		t.Fatalf("CheckHealth: %v", err)
	}
	return response
}
