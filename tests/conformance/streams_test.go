package conformance

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

func TestStreams(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		who := admin(startPrometheus(t, "one"))
		expectSubscription(t, p, who, "jobs", pluginv2.SubscribeStreamResponse_OK)
		expectSubscription(t, p, who, "secrets", pluginv2.SubscribeStreamResponse_NOT_FOUND)
		nobody := who
		nobody.role = "None"
		expectSubscription(t, p, nobody, "jobs", pluginv2.SubscribeStreamResponse_PERMISSION_DENIED)
		published, err := p.stream.PublishStream(patience(t), &pluginv2.PublishStreamRequest{PluginContext: who.context(), Path: "jobs", Headers: who.headers()})
		if err != nil || published.GetStatus() != pluginv2.PublishStreamResponse_PERMISSION_DENIED {
			t.Errorf("somebody may publish: %v %v", published, err)
		}

		ctx, cancel := context.WithCancel(patience(t))
		packets, err := p.stream.RunStream(ctx, &pluginv2.RunStreamRequest{PluginContext: who.context(), Path: "jobs", Headers: who.headers()})
		if err != nil {
			t.Fatal(err)
		}
		go refreshUntil(ctx, t, p, who)
		packet, err := packets.Recv()
		if err != nil {
			t.Fatalf("no packet: %v", err)
		}
		var frame data.Frame
		if err := json.Unmarshal(packet.GetData(), &frame); err != nil || frame.Name != "jobs" || frame.Rows() != 1 {
			t.Errorf("the SDK cannot read the packet %s: %v", packet.GetData(), err)
		}
		cancel()
		for err == nil {
			_, err = packets.Recv()
		}
	})
}

// refreshUntil makes jobs: nobody tells a client when the other end has begun to listen.
func refreshUntil(ctx context.Context, t *testing.T, p *process, who caller) {
	for ctx.Err() == nil {
		_, _ = p.resource.CallResource(ctx, &pluginv2.CallResourceRequest{
			PluginContext: who.context(), Path: "v1/forecast/refresh", Url: "v1/forecast/refresh", Method: "POST",
			Body:    must(json.Marshal(map[string]any{"query": map[string]any{"expr": "load", "step": "1h", "horizon": "2d"}})),
			Headers: map[string]*pluginv2.StringList{"X-Grafana-Id": {Values: []string{who.signer.identity(who.org, who.role)}}},
		})
		time.Sleep(200 * time.Millisecond)
	}
}

func expectSubscription(t *testing.T, p *process, who caller, path string, want pluginv2.SubscribeStreamResponse_Status) {
	t.Helper()
	got, err := p.stream.SubscribeStream(patience(t), &pluginv2.SubscribeStreamRequest{PluginContext: who.context(), Path: path, Headers: who.headers()})
	if err != nil || got.GetStatus() != want {
		t.Errorf("%s as %s: want %v, got %v %v", path, who.role, want, got, err)
	}
}
