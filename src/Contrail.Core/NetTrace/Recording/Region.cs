using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// From one sequence point to the next: the scope of stack ids. Its stacks live until the last generation that
/// has a part of it is evicted. Counted by the pump alone.
/// </summary>
internal sealed class Region(long number, StoredRun stacks)
{
    /// <summary>
    /// This object, its run and their places, 240 bytes; and what a snapshot needs for each region while it is written.
    /// A stream may consist of nothing but tiny regions.
    /// </summary>
    public const int OwnBytes = 480;

    private int _holdCount;

    public long Number { get; } = number;

    public StoredRun Stacks { get; } = stacks;

    public void Hold() => _holdCount++;

    public void Release()
    {
        if (--_holdCount == 0)
        {
            Stacks.Release();
        }
    }
}
