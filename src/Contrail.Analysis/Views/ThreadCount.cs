namespace Contrail.Analysis.Views;

/// <summary>The events of one thread.</summary>
/// <param name="ThreadId">The operating system's id; a later thread may have had the same.</param>
/// <param name="Count">How many events.</param>
public sealed record ThreadCount(ulong ThreadId, long Count);
