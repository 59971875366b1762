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
import { Client, type ClientReadableStream, credentials, type ServiceError } from '@grpc/grpc-js';

/** Speaks the plugin protocol to a server that says where it is by its handshake line. */
export function pluginClient(handshake: string) {
  const path = handshake.trim().split('|')[3] ?? '';
  const client = new Client(`unix:${path}`, credentials.createInsecure());
  return {
    unary: <I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      request: MessageInitShape<I>
    ): Promise<MessageShape<O>> =>
      new Promise((resolve, reject) => {
        const decode = (bytes: Buffer) => fromBinary(method.output, bytes);
        const answer = (error: ServiceError | null, reply?: MessageShape<O>) =>
          reply === undefined ? reject(error ?? new Error('No reply.')) : resolve(reply);
        client.makeUnaryRequest(pathOf(method), encoder(method.input), decode, create(method.input, request), answer);
      }),
    stream: <I extends DescMessage, O extends DescMessage>(
      method: DescMethodServerStreaming<I, O>,
      request: MessageInitShape<I>
    ): ClientReadableStream<MessageShape<O>> =>
      client.makeServerStreamRequest(
        pathOf(method),
        encoder(method.input),
        (bytes: Buffer) => fromBinary(method.output, bytes),
        create(method.input, request)
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
