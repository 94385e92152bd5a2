namespace Contrail.Analysis.Model;

/// <summary>The names to which the ids in records refer.</summary>
/// <param name="Stacks">The stacks; filled while the records arrive.</param>
/// <param name="Threads">The threads.</param>
internal sealed record TraceNames(StackTable Stacks, ThreadNames Threads);
