namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A task that has begun. Its end may come in a generation that does not have the text any more.</summary>
internal readonly record struct OpenTask(ulong Parent, byte[] Type);
