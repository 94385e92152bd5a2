namespace Contrail.Core.Formats;

/// <summary>How a stream ended, as far as its transport can report.</summary>
internal enum StreamEnd
{
    /// <summary>The stream broke off: the connection was lost, or the watchdog cut it.</summary>
    Broken,

    /// <summary>
    /// No more bytes arrived, and whether the stream is complete is unknown: the end of a file or a pipe.
    /// </summary>
    Unknown,

    /// <summary>The transport reported a complete stream.</summary>
    Clean,
}
