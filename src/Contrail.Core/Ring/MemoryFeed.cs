namespace Contrail.Core.Ring;

/// <summary>Feeds a recording from memory instead of a stream.</summary>
internal static class MemoryFeed
{
    /// <summary>Processes a chunk, and returns the recording's status.</summary>
    public static SourceState Append(this TraceRecording recording, ReadOnlySpan<byte> chunk)
    {
        SourceState status;
        do
        {
            Span<byte> room = recording.Room();
            int taken = Math.Min(room.Length, chunk.Length);
            chunk[..taken].CopyTo(room);
            status = recording.Advance(taken);
            chunk = chunk[taken..];
        }
        while (!chunk.IsEmpty);
        return status;
    }
}
