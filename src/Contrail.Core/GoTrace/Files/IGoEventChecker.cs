using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Reads the events of a Go trace and reports what <c>go tool trace</c> would reject. The reader of events is not part
/// of this assembly, because no recorder needs it. Not safe for concurrent use.
/// </summary>
internal interface IGoEventChecker
{
    /// <summary>Events that the reader accepted.</summary>
    long EventCount { get; }

    /// <summary>Position after the last generation that the reader accepted.</summary>
    long GoodBytes { get; }

    /// <summary>Position at which the reader stopped, or will continue.</summary>
    long Offset { get; }

    /// <summary>Why the reader rejects the rest of the file; null if it does not.</summary>
    TraceFault? Fault { get; }

    /// <summary>
    /// The first contradiction between events that the reader would reject, with the offset of its generation; null
    /// without one.
    /// </summary>
    TraceFault? Contradiction { get; }

    /// <summary>Reads the bytes that follow the previous ones.</summary>
    void Read(ReadOnlySpan<byte> untrusted);

    /// <summary>Reports that no more bytes follow.</summary>
    void Complete();
}
