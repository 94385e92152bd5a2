using Contrail.Core.Snapshots;

namespace Contrail.Tool.Files;

/// <summary>The certificate of a trace that has no place for one: a file of its own beside it.</summary>
internal static class CertificateBeside
{
    /// <summary>Far more than the longest has.</summary>
    private const long BytesMax = 4 << 20;

    /// <summary>Reads it; null if there is none, or nothing that is one.</summary>
    public static Certificate? Read(string tracePath)
    {
        try
        {
            FileInfo file = new(tracePath + SnapshotCompanion.CertificateSuffix);
            return file.Exists && file.Length <= BytesMax
                && CertificateJson.TryRead(File.ReadAllText(file.FullName), out Certificate? certificate)
                    ? certificate
                    : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
