import { GraphQLError, type ASTNode } from "graphql";
import { callerError, isErrorCode } from "./errors";

/**
 * graphql's texts quote values and name parts of the schema the caller never mentioned. Each kind of text has a
 * sentence of ours; the only names in it are those the caller wrote.
 */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/introspection (?:is not allowed|has been disabled)/, "本服务未开放接口自省，请查阅接口文档"],
  [/^Cannot query field/, "没有这个字段"],
  [/must have a selection of subfields/, "须列出要取的子字段"],
  [/must not have a selection/, "不能再列子字段"],
  [/^Unknown argument/, "没有这个参数"],
  [/^Unknown type/, "没有这个类型"],
  [/^Unknown directive/, "没有这个指令"],
  [/^Unknown fragment/, "没有这个片段"],
  [/^Cannot spread fragment/, "片段互相引用成环"],
  [/conflict because/, "同名的结果互相冲突，请用别名区分"],
  [/can never be of type|cannot condition on|^Fragment cannot/, "片段用在了不可能的类型上"],
  [/is never used|is not used/, "定义了却没有用到"],
  [/is not defined by operation|^Variable "\$\w+" is not defined/, "没有定义就使用"],
  [/^There can be only one|anonymous operation/, "名称重复，或匿名操作不唯一"],
  [/used in position expecting|cannot be non-input type/, "变量的类型与用处不符"],
  [/may not be used on|must select only one top level field|must not select an introspection/, "用在了不允许的地方"],
  [/required, but it was not provided|of required type .* was not provided/, "缺少必填的参数或字段"],
  [/is not defined by type/, "没有这个输入字段"],
  [
    /Expected value of type|cannot represent|does not exist in|must not be null|to be an object|non-nullable/,
    "取值与类型不符",
  ],
  [/Maximum introspection depth|Too many validation errors|Validation aborted/, "错误过多或结构过于重复，检查已中止"],
];

export function reasonFor(message: string): string {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? "与接口定义不符";
}

/**
 * The name a message is about. One the caller wrote may be repeated, if it is a name at all; one that is missing is
 * part of the schema and told only where the schema itself may be read.
 */
export function nameInMessage(message: string, maySeeSchema: boolean): string {
  const written = /^Field "([_A-Za-z]\w{0,60})" is not defined by type/.exec(message)?.[1];
  const missing = maySeeSchema
    ? /(?:argument|Field) "(?:\w+\.)?(\w+)".* required(?:,|\b.* was not provided)/.exec(message)?.[1]
    : "";
  const name = written ?? missing;
  return name ? `（${name}）` : "";
}

export function toValidationError(error: GraphQLError, maySeeSchema: boolean): GraphQLError {
  const own = ownMessage(error);
  const nodes = error.nodes;
  if (own !== undefined) return callerError("GRAPHQL_VALIDATION_FAILED", { message: own, nodes });
  const name = nodes?.[0] ? nameOf(nodes[0]) : "";
  const place = error.locations?.[0] ? `第 ${error.locations[0].line} 行第 ${error.locations[0].column} 列` : "";
  const message = `${place}${name}：${reasonFor(error.message)}${nameInMessage(error.message, maySeeSchema)}。`;
  return callerError("GRAPHQL_VALIDATION_FAILED", { message: message.replace(/^：/, ""), nodes });
}

/** The sentence of one of our scalars, which graphql carries inside or instead of its own error. */
export function ownMessage(error: GraphQLError): string | undefined {
  for (const candidate of [error, error.originalError]) {
    if (candidate instanceof GraphQLError && isErrorCode(candidate.extensions["code"])) return candidate.message;
  }
  return undefined;
}

function nameOf(node: ASTNode): string {
  if ("name" in node && node.name) return ` ${node.name.value}`;
  if ("variable" in node) return ` $${node.variable.name.value}`;
  return "";
}
