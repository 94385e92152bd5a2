namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// A region that has started. Its text identifies it, because the text has another id in the next generation.
/// </summary>
internal readonly record struct OpenRegion(ulong Task, byte[] Type)
{
    public bool Is(ulong task, byte[] type) => Task == task && Type.AsSpan().SequenceEqual(type);
}
