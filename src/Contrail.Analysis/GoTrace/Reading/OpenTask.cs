namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A task that has started. Its end can be in a generation that no longer contains the text.</summary>
internal readonly record struct OpenTask(ulong Parent, byte[] Type);
