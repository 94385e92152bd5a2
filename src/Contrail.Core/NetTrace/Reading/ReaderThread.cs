namespace Contrail.Core.NetTrace.Reading;

/// <summary>A capture thread as readers know it: they do not tell its lives apart.</summary>
internal sealed class ReaderThread
{
    public uint LastSequence { get; set; }

    /// <summary>Whether a sequence point told the number, and no event since.</summary>
    public bool IsFromPoint { get; set; }

    /// <summary>When it was last looked up, in look-ups.</summary>
    public long SeenAt { get; set; }

    /// <summary>Where the events of one thread end; before the first there is none to leave.</summary>
    public static void Leave(ReaderThread? thread, uint sequence)
    {
        if (thread is not null)
        {
            thread.LastSequence = sequence;
            thread.IsFromPoint = false;
        }
    }
}
