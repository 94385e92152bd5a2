using System.Text.Json;
using Contrail.Sources.Ipc;
using Contrail.Sources.Launch;

namespace Contrail.Sources;

/// <summary>The settings that a program was built with, from the file next to it.</summary>
internal static class RuntimeConfig
{
    private const string Suffix = ".runtimeconfig.json";
    private const string EventSourceSwitch = "System.Diagnostics.Tracing.EventSource.IsSupported";

    /// <summary>Such files have a few hundred bytes; the process chooses what lies there.</summary>
    private const int FileBytesMax = 1 << 20;

    /// <summary>
    /// Whether the file of a process turns event sources off. False also when the file cannot be found or read, as of
    /// a program in a single file.
    /// </summary>
    public static bool TurnsEventSourcesOff(ProcDirectory proc, int pid)
    {
        if (ProgramOf(proc, pid) is not { } program)
        {
            return false;
        }

        string path = proc.InRootOf(pid, program + Suffix);
        try
        {
            // A pipe or a device in its place could hold us up.
            if (SocketFile.Of(path) is not { Kind: SocketFileKind.Regular })
            {
                return false;
            }

            byte[] bytes = new byte[FileBytesMax];
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            return TurnsEventSourcesOff(bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, false)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same of a file's content.</summary>
    internal static bool TurnsEventSourcesOff(ReadOnlyMemory<byte> untrustedJson)
    {
        try
        {
            using JsonDocument file = JsonDocument.Parse(
                untrustedJson, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return TryGet(file.RootElement, "runtimeOptions", out JsonElement options)
                && TryGet(options, "configProperties", out JsonElement properties)
                && TryGet(properties, EventSourceSwitch, out JsonElement value)
                && (value.ValueKind == JsonValueKind.False
                    || (value.ValueKind == JsonValueKind.String
                        && string.Equals(value.GetString(), "false", StringComparison.OrdinalIgnoreCase)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryGet(JsonElement from, string name, out JsonElement value)
    {
        value = default;
        return from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out value);
    }

    // The path without the extension of an assembly, as the process sees it.
    private static string? ProgramOf(ProcDirectory proc, int pid)
    {
        string? executable = proc.Executable(pid);
        if (executable is null || Path.GetFileName(executable) != "dotnet")
        {
            return executable;
        }

        return SdkPrograms.AssemblyOf(proc.Arguments(pid)) is { } assembly
            ? Path.ChangeExtension(Path.Combine(proc.WorkingDirectory(pid) ?? "/", assembly), null)
            : null;
    }
}
