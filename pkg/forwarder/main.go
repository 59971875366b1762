// The backend of the catalogue package: it hands on what Grafana asks to a Headroom engine that runs elsewhere, and hands
// back what that answers. It decides nothing, keeps nothing and reads no files.
package main

import (
	"math"
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"google.golang.org/grpc"
)

// Answers are as large as they are; the engine bounds requests.
const maxMessageBytes = math.MaxInt32

func main() {
	engine := settings{
		url:   os.Getenv("GF_PLUGIN_ENGINE_URL"),
		token: os.Getenv("GF_PLUGIN_ENGINE_TOKEN"),
		ca:    os.Getenv("GF_PLUGIN_ENGINE_CA"),
	}
	forwarder := newForwarder(engine)
	go leaveWithHost()
	log.DefaultLogger.Info("Headroom hands on to its engine", "engine", engine.url)
	err := grpcplugin.Serve(grpcplugin.ServeOpts{
		DataServer:        forwarder,
		ResourceServer:    forwarder,
		DiagnosticsServer: forwarder,
		StreamServer:      forwarder,
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options, grpc.MaxRecvMsgSize(maxMessageBytes))...)
		},
	})
	if err != nil {
		log.DefaultLogger.Error("Headroom cannot serve", "reason", err.Error())
		os.Exit(1)
	}
}
