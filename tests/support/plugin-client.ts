import {
  create,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { Client, type ClientReadableStream, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';

/** Speaks the plugin protocol to a server that says where it is by its handshake line. */
export function pluginClient(handshake: string) {
  const path = handshake.trim().split('|')[3] ?? '';
  return protocolClient(new Client(`unix:${path}`, credentials.createInsecure()));
}

/** What speaks the plugin protocol. */
export type ProtocolClient = ReturnType<typeof protocolClient>;

/** Speaks the plugin protocol over a connection, with the same metadata beside each call. */
export function protocolClient(client: Client, metadata = new Metadata()) {
  return {
    unary: <I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      request: MessageInitShape<I>
    ): Promise<MessageShape<O>> =>
      new Promise((resolve, reject) => {
        const decode = (bytes: Buffer) => fromBinary(method.output, bytes);
        const answer = (error: ServiceError | null, reply?: MessageShape<O>) =>
          reply === undefined ? reject(error ?? new Error('No reply.')) : resolve(reply);
        const message = create(method.input, request);
        client.makeUnaryRequest(pathOf(method), encoder(method.input), decode, message, metadata, answer);
      }),
    stream: <I extends DescMessage, O extends DescMessage>(
      method: DescMethodServerStreaming<I, O>,
      request: MessageInitShape<I>
    ): ClientReadableStream<MessageShape<O>> =>
      client.makeServerStreamRequest(
        pathOf(method),
        encoder(method.input),
        (bytes: Buffer) => fromBinary(method.output, bytes),
        create(method.input, request),
        metadata
      ),
    close: () => client.close(),
  };
}

function pathOf(method: { readonly name: string; readonly parent: { readonly typeName: string } }): string {
  return `/${method.parent.typeName}/${method.name}`;
}

function encoder<I extends DescMessage>(schema: I) {
  return (message: MessageShape<I>) => Buffer.from(toBinary(schema, message));
}
