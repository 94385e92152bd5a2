namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// A region that has begun. It is known by its text: in the next generation the same text has another id.
/// </summary>
internal readonly record struct OpenRegion(ulong Task, byte[] Type)
{
    public bool Is(ulong task, byte[] type) => Task == task && Type.AsSpan().SequenceEqual(type);
}
