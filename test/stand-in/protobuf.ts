import type { Access } from './access-review.ts';

/** kubectl 1.36 sends access reviews in protobuf, behind these bytes, in an envelope whose second field is the object. */
const MAGIC = Buffer.from('k8s\0');
const ENVELOPED = 2;
const SPEC = 2;
const RESOURCE_ATTRIBUTES = 1;
/** By their numbers in the API's generated.proto. */
const ATTRIBUTES = [undefined, 'namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'] as const;

export function isProtobuf(body: Buffer): boolean {
  return body.subarray(0, MAGIC.length).equals(MAGIC);
}

/** What a `SelfSubjectAccessReview` in protobuf asks. */
export function accessIn(body: Buffer): Access {
  const path = [ENVELOPED, SPEC, RESOURCE_ATTRIBUTES];
  const attributes = path.reduce(
    (message, number) => fields(message).get(number) ?? Buffer.of(),
    body.subarray(MAGIC.length),
  );
  return Object.fromEntries(
    [...fields(attributes)].flatMap(([number, value]) => {
      const name = ATTRIBUTES[number];
      return name === undefined || value.length === 0 ? [] : [[name, value.toString()]];
    }),
  );
}

/** The fields of a message that have a length: texts and messages. Numbers are passed over. */
function fields(message: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  let offset = 0;
  const number = (): number => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = message.readUInt8(offset++);
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  };
  while (offset < message.length) {
    const tag = number();
    const value = number();
    if ((tag & 7) !== 2) continue;
    found.set(tag >> 3, message.subarray(offset, offset + value));
    offset += value;
  }
  return found;
}
