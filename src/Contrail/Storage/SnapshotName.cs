using System.Globalization;
using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>Names snapshots so that a listing of a folder is in the order of time for each process.</summary>
public static class SnapshotName
{
    /// <summary>
    /// The process chooses its name, and file systems allow 255 bytes: the rest is for the pid, the time, the
    /// extension, and what is appended while the file is being written.
    /// </summary>
    private const int ProcessCharactersMax = 80;

    /// <summary>The time in a file's name: UTC, to the millisecond, of characters that every shell takes.</summary>
    public static string TimeOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        DateTime utc = certificate.LastUtc ?? certificate.RequestedUtc;
        return utc.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The name of a snapshot: process, pid where there is one, time.</summary>
    public static string Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Of(snapshot.Certificate, snapshot.Extension);
    }

    internal static string Of(Certificate certificate, string extension)
    {
        ProcessFacts process = certificate.Process;
        string name = string.Concat(process.Name.Take(ProcessCharactersMax).Select(Harmless));
        string id = process.Id > 0 ? $"-{process.Id}" : "";
        return $"{name}{id}-{TimeOf(certificate)}{extension}";
    }

    // A process chooses its own name: no path is taken from it.
    private static char Harmless(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '_';
}
