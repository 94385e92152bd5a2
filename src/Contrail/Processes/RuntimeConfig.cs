using System.Text.Json;

namespace Contrail.Processes;

/// <summary>The settings that a program was built with, from the file next to it.</summary>
internal static class RuntimeConfig
{
    private const string Suffix = ".runtimeconfig.json";
    private const string EventSourceSwitch = "System.Diagnostics.Tracing.EventSource.IsSupported";

    /// <summary>Such files have a few hundred bytes; the process controls the file.</summary>
    private const int MaxFileBytes = 1 << 20;

    private const int StackBytes = 256 << 10;

    /// <summary>
    /// Reads the file of a process on a thread of its own, since the process can run from a file system that does not
    /// answer. The result returns whether the file turns event sources off, and false until that is known.
    /// </summary>
    public static Func<bool> Begin(ProcDirectory proc, int pid) => Begin(() => TurnsEventSourcesOff(proc, pid)).Result;

    /// <summary>The same with a wait for the result, at most that long.</summary>
    public static bool TurnsEventSourcesOff(ProcDirectory proc, int pid, TimeSpan longest)
    {
        (Func<bool> result, Thread? thread) = Begin(() => TurnsEventSourcesOff(proc, pid));
        thread?.Join(longest);
        return result();
    }

    /// <summary>Runs a read in the background; without a thread if none can be started.</summary>
    internal static (Func<bool> Result, Thread? Thread) Begin(Func<bool> read)
    {
        bool isOff = false;
        try
        {
            Thread thread = new(() => Volatile.Write(ref isOff, read()), StackBytes)
            {
                Name = "Contrail settings",
                IsBackground = true,
            };
            thread.Start();
            return (() => Volatile.Read(ref isOff), thread);
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            // The setting explains an empty recording, and is not needed for one.
            return (() => false, null);
        }
    }

    /// <summary>
    /// Whether the file of a process turns event sources off. False also when the file cannot be found or read, as of
    /// a program in a single file. Blocks as long as the file system of the process does.
    /// </summary>
    internal static bool TurnsEventSourcesOff(ProcDirectory proc, int pid) =>
        ProgramOf(proc, pid) is { } program
        && TargetFile.Read(proc.InRootOf(pid, "/"), program + Suffix, MaxFileBytes) is { } content
        && TurnsEventSourcesOff(content);

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
