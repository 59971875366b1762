package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const section = "[plugin.headroom-capacity-datasource] of grafana.ini"

// trouble is why there is no answer of the engine, in the form in which the engine itself tells errors.
type trouble struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
	status  int
}

// troubleOf is nil where there is no error, and where nobody waits for an answer any more.
func (f *forwarder) troubleOf(err error) *trouble {
	told := status.Convert(err)
	switch told.Code() {
	case codes.OK, codes.Canceled, codes.DeadlineExceeded:
		return nil
	case codes.FailedPrecondition:
		return &trouble{"engine_not_configured", "Headroom does not know its engine: " + told.Message(),
			"Set engine_url and engine_token in " + section + " and restart Grafana.", http.StatusServiceUnavailable}
	case codes.Unauthenticated:
		return &trouble{"engine_refused", "The Headroom engine at " + f.settings.url + " does not accept the token.",
			"Set engine_token in " + section + " to the token that the engine has as plugin.tokenFile.", http.StatusServiceUnavailable}
	case codes.Unavailable:
		return f.unreachable(told.Message())
	default:
		return &trouble{"engine_failed", "The Headroom engine at " + f.settings.url + " failed (" + told.Code().String() + ").",
			"Look into its log, and use an engine of the same version as this plugin.", http.StatusBadGateway}
	}
}

func (f *forwarder) unreachable(reason string) *trouble {
	if strings.Contains(reason, "authentication handshake failed") {
		_, cause, _ := strings.Cut(reason, "authentication handshake failed: ")
		return &trouble{"engine_not_trusted", "The Headroom engine at " + f.settings.url + " could not prove who it is (" + strings.TrimSuffix(cause, `"`) + ").",
			"Set engine_ca in " + section + " to the certificate of the authority that signed the engine's.", http.StatusServiceUnavailable}
	}
	return &trouble{"engine_unreachable", "The Headroom engine at " + f.settings.url + " does not answer.",
		"Start it with bin/headroom serve --config FILE, whose option plugin opens this door, or correct engine_url in " + section + ".",
		http.StatusServiceUnavailable}
}

func (t *trouble) sentence() string {
	return t.Message + " " + t.Remedy
}

func (t *trouble) answerQueries(request *pluginv2.QueryDataRequest) *pluginv2.QueryDataResponse {
	responses := map[string]*pluginv2.DataResponse{}
	for _, query := range request.GetQueries() {
		responses[query.GetRefId()] = &pluginv2.DataResponse{Error: t.sentence(), Status: int32(t.status), ErrorSource: "plugin"}
	}
	return &pluginv2.QueryDataResponse{Responses: responses}
}

func (t *trouble) answerResource() *pluginv2.CallResourceResponse {
	return &pluginv2.CallResourceResponse{
		Code:    int32(t.status),
		Headers: map[string]*pluginv2.StringList{"content-type": {Values: []string{"application/json"}}},
		Body:    t.body(map[string]*trouble{"error": t}),
	}
}

func (t *trouble) answerHealth() *pluginv2.CheckHealthResponse {
	return &pluginv2.CheckHealthResponse{
		Status:      pluginv2.CheckHealthResponse_ERROR,
		Message:     t.sentence(),
		JsonDetails: t.body(t),
	}
}

// body of three texts, which always has a JSON form.
func (t *trouble) body(value any) []byte {
	text, _ := json.Marshal(value)
	return text
}
