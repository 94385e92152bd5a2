namespace Contrail.Ipc;

/// <summary>The environment as a runtime sends it, after its answer. Only names are ever taken out of it.</summary>
internal static class EnvironmentBlock
{
    /// <summary>
    /// Linux starts no process with more than 6 MiB of arguments and environment; UTF-16 doubles that.
    /// </summary>
    public const int MaxBlockBytes = 12 << 20;

    /// <exception cref="InvalidDataException">The response contains no size, or an impossible size.</exception>
    public static int DeclaredBytes(ReadOnlySpan<byte> untrusted) =>
        new IpcCursor(untrusted).TryReadUInt32(out uint declaredBytes) && declaredBytes <= MaxBlockBytes
            ? (int)declaredBytes
            : throw new InvalidDataException("The runtime announced an environment larger than any can be.");

    public static bool TryParseNames(ReadOnlySpan<byte> untrusted, out List<string> names)
    {
        names = [];
        IpcCursor cursor = new(untrusted);
        if (!cursor.TryReadUInt32(out uint declaredCount))
        {
            return false;
        }

        for (uint index = 0; index < declaredCount; index++)
        {
            if (!cursor.TryReadNameBeforeEquals(out string name))
            {
                return false;
            }

            names.Add(name);
        }

        return true;
    }
}
