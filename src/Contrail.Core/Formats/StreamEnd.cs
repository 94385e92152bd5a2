namespace Contrail.Core.Formats;

/// <summary>How a stream ended, as far as whoever carried it can tell.</summary>
internal enum StreamEnd
{
    /// <summary>It broke off: the connection was lost, or the watchdog cut it.</summary>
    Broken,

    /// <summary>No more bytes came, and nothing says whether that is all: the end of a file or a pipe.</summary>
    Unsaid,

    /// <summary>The carrier said that this is all.</summary>
    Clean,
}
