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

    /// <summary>The name of a snapshot: process, pid, time.</summary>
    public static string Of(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        string process = string.Concat(certificate.Process.Name.Select(Harmless));
        return $"{process}-{certificate.Process.Id}-{TimeOf(certificate)}.nettrace";
    }

    // A process chooses its own name: no path is taken from it.
    private static char Harmless(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '_';
}
