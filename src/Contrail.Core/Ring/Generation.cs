using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>A run of consecutive frames that is kept and evicted as one. It never changes once it is closed.</summary>
internal sealed class Generation
{
    internal Generation(long number, TraceTicks cut, StoredRun frames, IGenerationState carry)
    {
        Number = number;
        Cut = cut;
        Frames = frames;
        Carry = carry;
        Last = carry.Span is { } span && span.Last > cut ? span.Last : cut;
    }

    /// <summary>Counted from 0, without gaps, since recording began.</summary>
    public long Number { get; }

    /// <summary>
    /// The run it belongs to: within a run, generations follow each other, and one file can contain all of them.
    /// </summary>
    public long Run { get; init; }

    /// <summary>Where it begins: history is complete from here on if this is the oldest generation kept.</summary>
    public TraceTicks Cut { get; }

    /// <summary>The latest moment in it.</summary>
    public TraceTicks Last { get; }

    /// <summary>Number of events in it.</summary>
    public long EventCount => Carry.EventCount;

    /// <summary>Bytes of its frames.</summary>
    public long FrameBytes => Frames.FrameBytes;

    /// <summary>Losses that its contents show.</summary>
    public IReadOnlyList<Loss> Losses => Carry.Losses;

    internal StoredRun Frames { get; }

    internal IGenerationState Carry { get; }

    internal FrozenGeneration Freeze() => new(this, Frames.Freeze(), Carry.Pin());

    internal void Evict()
    {
        Carry.Evict();
        Frames.Release();
    }
}
