using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;
using Contrail.Storage;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Where the output of a conversion goes: to a file that appears when it is complete, or to standard output.
/// </summary>
internal static class ConvertOutput
{
    /// <summary>The path of standard output.</summary>
    public const string Standard = "-";

    /// <summary>The path that is used if the user names none; null for input that has no name.</summary>
    public static string? DefaultFor(IReadOnlyList<string> files, ExportFormat format)
    {
        string first = files[0];
        return first == InputFile.StandardInput || first.StartsWith("/dev/", StringComparison.Ordinal)
            ? null
            : Path.ChangeExtension(first, null) + format.Extension;
    }

    /// <summary>Why the path cannot be written; null if it can.</summary>
    public static string? WhyNot(IReadOnlyList<string> files, ExportFormat format, string target, bool force) =>
        target == Standard ? null
        : format.IsFolder && Path.Exists(target) ? WhyNotFolder(files, format, target, force)
        : files.Select(file => OutputFile.WhyNot(file, target, force)).FirstOrDefault(why => why is not null);

    private static string? WhyNotFolder(
        IReadOnlyList<string> files, ExportFormat format, string target, bool force)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return files.Any(file => Path.GetDirectoryName(OutputFile.Resolved(file)) == folder)
            ? "it contains a file that is converted; choose another path"
            : ConvertFolder.WhyNot(
                target, [.. FileTables.All.Select(table => table.Name + format.Extension)], force);
    }

    /// <summary>Writes the output; returns its size in bytes, or null if it was not kept.</summary>
    /// <param name="target">The path.</param>
    /// <param name="force">Whether an existing file is replaced.</param>
    /// <param name="write">Writes to the stream, and returns whether to keep the output.</param>
    public static long? Write(string target, bool force, Func<Stream, bool> write)
    {
        long? sizeBytes = null;
        if (target == Standard)
        {
            using OutputStream output = new();
            using CountedStream counted = new(output);
            bool isWritten = write(counted);
            counted.Complete();
            return isWritten ? counted.WrittenBytes : null;
        }

        try
        {
            AtomicFile.Write(target, force, sizeBytes: 0, stream =>
            {
                using CountedStream counted = new(stream);
                bool isKept = write(counted);
                counted.Complete();
                sizeBytes = isKept ? counted.WrittenBytes : null;
                return isKept;
            });
            return sizeBytes;
        }
        catch (Exception failure) when (UnwritableOutput.Is(failure))
        {
            throw UnwritableOutput.Of(target, failure);
        }
    }
}
