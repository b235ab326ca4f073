import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

export const observability = resourceRule(
  { name: "observability-is-on", purpose: "What a Worker logs can be read afterwards, or nobody knows why it failed." },
  ({ type, props }) => {
    if (type !== "cloudflare:index/worker:Worker") return [];
    const told = field(props, "observability");
    const isOn = field(told, "enabled") === true && field(told, "logs", "enabled") !== false;
    const isSampledAway = [field(told, "headSamplingRate"), field(told, "logs", "headSamplingRate")].includes(0);
    return isOn && !isSampledAway ? [] : ["It keeps no logs: set observability to { enabled: true }."];
  },
);
