package main

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// engine notes what it is asked, and answers as a test wants.
type engine struct {
	pluginv2.UnimplementedDataServer
	failure  error
	received metadata.MD
	deadline time.Time
}

func (e *engine) QueryData(ctx context.Context, _ *pluginv2.QueryDataRequest) (*pluginv2.QueryDataResponse, error) {
	e.received, _ = metadata.FromIncomingContext(ctx)
	e.deadline, _ = ctx.Deadline()
	return &pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{"A": {Status: 200}}}, e.failure
}

// forwarderTo starts an engine on loopback, and a forwarder that knows it.
func forwarderTo(t *testing.T, e *engine) *forwarder {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	pluginv2.RegisterDataServer(server, e)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return newForwarder(settings{url: "http://" + listener.Addr().String(), token: "secret"})
}

var request = &pluginv2.QueryDataRequest{Queries: []*pluginv2.DataQuery{{RefId: "A"}}}

func TestPassesOnWhatGrafanaSaysBesideTheMessage(t *testing.T) {
	e := &engine{}
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(20*time.Second))
	defer cancel()
	incoming := metadata.Pairs("traceparent", "00-a-b-01", "x-more", "1", "x-more", "2",
		"authorization", "Bearer of Grafana", "user-agent", "grpc-go/grafana", "grpc-trace-bin", "x")
	if _, err := forwarderTo(t, e).QueryData(metadata.NewIncomingContext(ctx, incoming), request); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"traceparent": "00-a-b-01", "authorization": "Bearer secret"} {
		if got := e.received.Get(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
	if len(e.received.Get("x-more")) != 2 || len(e.received.Get("grpc-trace-bin")) != 0 {
		t.Errorf("received %v", e.received)
	}
	if agent := e.received.Get("user-agent"); len(agent) != 1 || agent[0] == "grpc-go/grafana" {
		t.Errorf("user-agent %q", agent)
	}
	if want, _ := ctx.Deadline(); e.deadline.Sub(want).Abs() > time.Second {
		t.Errorf("deadline %s instead of %s", e.deadline, want)
	}
}

func TestTellsAFailureOfTheEngineAndNoDetail(t *testing.T) {
	e := &engine{failure: status.Error(codes.Internal, "detail")}
	response, err := forwarderTo(t, e).QueryData(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	answer := response.GetResponses()["A"]
	if answer.GetStatus() != 502 || answer.GetErrorSource() != "plugin" || answer.GetError() == "" {
		t.Errorf("%v", answer)
	}
}

func TestLeavesACanceledCallToGrafana(t *testing.T) {
	for _, code := range []codes.Code{codes.Canceled, codes.DeadlineExceeded} {
		_, err := forwarderTo(t, &engine{failure: status.Error(code, "")}).QueryData(context.Background(), request)
		if status.Code(err) != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}

func TestPortOfAnAddressWithoutOne(t *testing.T) {
	address, _, problem := settings{url: "https://headroom.example.org", token: "t"}.resolve()
	if address != "headroom.example.org:8687" || problem != "" {
		t.Errorf("%s %s", address, problem)
	}
}
