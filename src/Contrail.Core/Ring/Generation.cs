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

    /// <summary>Which run it is of: within one, generations follow each other, and a file can have them all.</summary>
    public long Run { get; init; }

    /// <summary>Where it begins: history is whole from here on if this is the oldest kept.</summary>
    public TraceTicks Cut { get; }

    /// <summary>The latest moment in it.</summary>
    public TraceTicks Last { get; }

    /// <summary>How many events it holds.</summary>
    public long EventCount => Carry.EventCount;

    /// <summary>Bytes of its frames.</summary>
    public long FrameBytes => Frames.FrameBytes;

    /// <summary>What its contents show to be lost.</summary>
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
