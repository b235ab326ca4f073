import type { Blocks } from "./blocks.ts";
import type { Partition } from "./partition.ts";

/** State of a graph before temporary changes. Each block is saved once. */
export class UndoLog {
  private readonly blocks = new Map<Blocks, Map<number, () => void>>();
  private readonly partitions = new Map<Partition, { version: number; size: number }>();

  add(blocks: Blocks, node: number): void {
    const nodes = this.blocks.get(blocks) ?? new Map<number, () => void>();
    this.blocks.set(blocks, nodes);
    if (!nodes.has(node)) nodes.set(node, blocks.save(node));
  }

  addPartition(partition: Partition): void {
    const { version, size } = partition;
    if (!this.partitions.has(partition)) this.partitions.set(partition, { version, size });
  }

  restore(): void {
    for (const nodes of this.blocks.values()) for (const restore of nodes.values()) restore();
    for (const [partition, { version, size }] of this.partitions) Object.assign(partition, { version, size });
  }
}
