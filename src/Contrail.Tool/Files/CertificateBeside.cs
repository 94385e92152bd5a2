using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tool.Output;

namespace Contrail.Tool.Files;

/// <summary>The manifest of a trace that has no place for one: a file of its own next to it.</summary>
internal static class CertificateBeside
{
    /// <summary>Reads it; null if there is none, or if it describes another trace, which is reported.</summary>
    public static Certificate? Read(string tracePath, TextWriter error)
    {
        if (tracePath == FileFault.StandardInput)
        {
            return null;
        }

        Certificate? certificate = CompanionFiles.ReadManifest(tracePath);
        if (certificate is null || !File.Exists(tracePath))
        {
            return null;
        }

        long sizeBytes = new FileInfo(tracePath).Length;
        if (certificate.TraceBytes == sizeBytes)
        {
            return certificate;
        }

        string manifest = tracePath + SnapshotCompanion.CertificateSuffix;
        string described = certificate.TraceBytes is { } bytes ? $"{Plain.Count(bytes)} bytes" : "unknown size";
        error.WriteLine(Plain.OneLine(
            $"{manifest} is ignored: it describes a trace of {described}, and this one has "
            + $"{Plain.Count(sizeBytes)} bytes."));
        return null;
    }
}
