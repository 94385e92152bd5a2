namespace Contrail.Core.NetTrace.Reading;

/// <summary>A capture thread as readers know it: they do not distinguish its incarnations.</summary>
internal sealed class ReaderThread
{
    public uint LastSequence { get; set; }

    /// <summary>Whether the number is from a sequence point, without an event since.</summary>
    public bool IsFromPoint { get; set; }

    /// <summary>When it was last looked up, in look-ups.</summary>
    public long SeenAt { get; set; }

    /// <summary>The end of one thread's events; nothing to do before the first thread.</summary>
    public static void Leave(ReaderThread? thread, uint sequence)
    {
        if (thread is not null)
        {
            thread.LastSequence = sequence;
            thread.IsFromPoint = false;
        }
    }
}
