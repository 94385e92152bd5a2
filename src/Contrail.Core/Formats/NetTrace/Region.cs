using Contrail.Core.Bytes;

namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// From one sequence point to the next: the scope of stack ids. Its stacks live until the last generation that
/// has a part of it is evicted. Counted by the pump alone.
/// </summary>
internal sealed class Region(long number, StoredRun stacks)
{
    /// <summary>This object, its run, and their places.</summary>
    public const int OwnBytes = 240;

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
