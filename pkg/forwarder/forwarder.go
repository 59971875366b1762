package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// forwarder answers Grafana by what the engine answers, or by why it does not.
type forwarder struct {
	pluginv2.UnimplementedDataServer
	pluginv2.UnimplementedResourceServer
	pluginv2.UnimplementedDiagnosticsServer
	pluginv2.UnimplementedStreamServer

	settings    settings
	data        pluginv2.DataClient
	resource    pluginv2.ResourceClient
	diagnostics pluginv2.DiagnosticsClient
	stream      pluginv2.StreamClient
}

func newForwarder(s settings) *forwarder {
	engine := connect(s)
	return &forwarder{
		settings:    s,
		data:        pluginv2.NewDataClient(engine),
		resource:    pluginv2.NewResourceClient(engine),
		diagnostics: pluginv2.NewDiagnosticsClient(engine),
		stream:      pluginv2.NewStreamClient(engine),
	}
}

func (f *forwarder) QueryData(ctx context.Context, request *pluginv2.QueryDataRequest) (*pluginv2.QueryDataResponse, error) {
	response, err := f.data.QueryData(f.outgoing(ctx), request)
	if trouble := f.troubleOf(err); trouble != nil {
		return trouble.answerQueries(request), nil
	}
	return response, err
}

func (f *forwarder) CallResource(request *pluginv2.CallResourceRequest, host grpc.ServerStreamingServer[pluginv2.CallResourceResponse]) error {
	parts, err := f.resource.CallResource(f.outgoing(host.Context()), request)
	sent := 0
	for err == nil {
		var part *pluginv2.CallResourceResponse
		if part, err = parts.Recv(); err == nil {
			err = host.Send(part)
			sent++
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	if trouble := f.troubleOf(err); trouble != nil && sent == 0 {
		return host.Send(trouble.answerResource())
	}
	return err
}

func (f *forwarder) CheckHealth(ctx context.Context, request *pluginv2.CheckHealthRequest) (*pluginv2.CheckHealthResponse, error) {
	response, err := f.diagnostics.CheckHealth(f.outgoing(ctx), request)
	if trouble := f.troubleOf(err); trouble != nil {
		return trouble.answerHealth(), nil
	}
	return response, err
}

func (f *forwarder) CollectMetrics(ctx context.Context, request *pluginv2.CollectMetricsRequest) (*pluginv2.CollectMetricsResponse, error) {
	return f.diagnostics.CollectMetrics(f.outgoing(ctx), request)
}

func (f *forwarder) SubscribeStream(ctx context.Context, request *pluginv2.SubscribeStreamRequest) (*pluginv2.SubscribeStreamResponse, error) {
	return f.stream.SubscribeStream(f.outgoing(ctx), request)
}

func (f *forwarder) PublishStream(ctx context.Context, request *pluginv2.PublishStreamRequest) (*pluginv2.PublishStreamResponse, error) {
	return f.stream.PublishStream(f.outgoing(ctx), request)
}

func (f *forwarder) RunStream(request *pluginv2.RunStreamRequest, host grpc.ServerStreamingServer[pluginv2.StreamPacket]) error {
	packets, err := f.stream.RunStream(f.outgoing(host.Context()), request)
	for err == nil {
		var packet *pluginv2.StreamPacket
		if packet, err = packets.Recv(); err == nil {
			err = host.Send(packet)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// outgoing carries on deadline, cancelation, trace and whatever else Grafana says beside the message, and the token.
func (f *forwarder) outgoing(ctx context.Context) context.Context {
	sent := metadata.MD{}
	given, _ := metadata.FromIncomingContext(ctx)
	for name, values := range given {
		if !isOfConnection(name) {
			sent[name] = values
		}
	}
	sent.Set("authorization", "Bearer "+f.settings.token)
	return metadata.NewOutgoingContext(ctx, sent)
}

// isOfConnection tells headers that belong to the connection with Grafana, not to what it says.
func isOfConnection(name string) bool {
	switch name {
	case "content-type", "user-agent", "te", "authorization":
		return true
	}
	return strings.HasPrefix(name, ":") || strings.HasPrefix(name, "grpc-")
}
