using System.Globalization;
using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>Names snapshots so that a listing of a folder is in the order of time for each process.</summary>
public static class SnapshotName
{
    /// <summary>The time in a file's name: UTC, to the millisecond, of characters that every shell takes.</summary>
    public static string TimeOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.LastUtc.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The name of a snapshot: process, pid where there is one, time.</summary>
    public static string Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ProcessFacts process = snapshot.Certificate.Process;
        string name = string.Concat(process.Name.Select(Harmless));
        string id = process.Id > 0 ? $"-{process.Id}" : "";
        return $"{name}{id}-{TimeOf(snapshot.Certificate)}{snapshot.Extension}";
    }

    // A process chooses its own name: no path is taken from it.
    private static char Harmless(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '_';
}
