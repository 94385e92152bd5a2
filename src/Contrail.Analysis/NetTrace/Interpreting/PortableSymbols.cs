using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>The portable symbols of a module. Not safe for concurrent use.</summary>
internal sealed class PortableSymbols : IDisposable
{
    // "MPDB", then the size before compression.
    private const uint EmbeddedSignature = 0x4244504D;
    private const int EmbeddedHeaderBytes = 8;

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;
    private Dictionary<MethodDefinitionHandle, MethodDebugInformationHandle>? _bodies;

    private PortableSymbols(MetadataReaderProvider provider, MetadataReader reader, int sizeBytes)
    {
        _provider = provider;
        _reader = reader;
        SizeBytes = sizeBytes;
    }

    /// <summary>The memory that they take.</summary>
    public int SizeBytes { get; }

    /// <summary>Reads a symbol file; null if it is not one, or has another id.</summary>
    public static PortableSymbols? Read(byte[] untrusted, Guid id) =>
        Guarded(() =>
        {
            MetadataReaderProvider provider =
                MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(untrusted));
            MetadataReader reader = provider.GetMetadataReader();
            ImmutableArray<byte> declaredId = reader.DebugMetadataHeader?.Id ?? [];
            if (declaredId.Length >= 16 && new Guid(declaredId.AsSpan(0, 16)) == id)
            {
                return new PortableSymbols(provider, reader, untrusted.Length);
            }

            provider.Dispose();
            return null;
        });

    /// <summary>Reads the symbols that are embedded in a module; null if there are none with that id.</summary>
    public static PortableSymbols? ReadEmbedded(byte[] untrustedModule, Guid id, int maxBytes) =>
        Guarded(() =>
        {
            using PEReader module = new(ImmutableCollectionsMarshal.AsImmutableArray(untrustedModule));
            foreach (DebugDirectoryEntry entry in module.ReadDebugDirectory())
            {
                bool isInside = entry.DataPointer >= 0 && entry.DataSize > EmbeddedHeaderBytes
                    && entry.DataSize <= untrustedModule.Length - entry.DataPointer;
                if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb && isInside)
                {
                    return Inflate(untrustedModule.AsSpan(entry.DataPointer, entry.DataSize), maxBytes) is { } symbols
                        ? Read(symbols, id)
                        : null;
                }
            }

            return null;
        });

    /// <summary>
    /// The first line of a method with source; null without one. An asynchronous method and an iterator have their
    /// source in the method of their state machine.
    /// </summary>
    public SourceLine? FirstLineOf(uint token) => Guarded<SourceLine?>(() =>
    {
        EntityHandle handle = MetadataTokens.EntityHandle(unchecked((int)token));
        if (handle.Kind != HandleKind.MethodDefinition)
        {
            return null;
        }

        MethodDefinitionHandle method = (MethodDefinitionHandle)handle;
        _bodies ??= Bodies();
        return FirstLineOf(method.ToDebugInformationHandle())
            ?? (_bodies.TryGetValue(method, out MethodDebugInformationHandle body) ? FirstLineOf(body) : null);
    });

    /// <inheritdoc/>
    public void Dispose() => _provider.Dispose();

    private SourceLine? FirstLineOf(MethodDebugInformationHandle method)
    {
        foreach (SequencePoint point in _reader.GetMethodDebugInformation(method).GetSequencePoints())
        {
            if (!point.IsHidden)
            {
                string file = _reader.GetString(_reader.GetDocument(point.Document).Name);
                return new SourceLine(FileText.ShortenName(file), point.StartLine, IsMethodStart: true);
            }
        }

        return null;
    }

    private Dictionary<MethodDefinitionHandle, MethodDebugInformationHandle> Bodies()
    {
        Dictionary<MethodDefinitionHandle, MethodDebugInformationHandle> bodies = [];
        foreach (MethodDebugInformationHandle body in _reader.MethodDebugInformation)
        {
            MethodDefinitionHandle method = _reader.GetMethodDebugInformation(body).GetStateMachineKickoffMethod();
            if (!method.IsNil)
            {
                bodies.TryAdd(method, body);
            }
        }

        return bodies;
    }

    private static byte[]? Inflate(ReadOnlySpan<byte> embedded, int maxBytes)
    {
        uint signature = BinaryPrimitives.ReadUInt32LittleEndian(embedded);
        uint declaredBytes = BinaryPrimitives.ReadUInt32LittleEndian(embedded[sizeof(uint)..]);
        if (signature != EmbeddedSignature || declaredBytes > maxBytes)
        {
            return null;
        }

        byte[] symbols = new byte[declaredBytes];
        using DeflateStream stream = new(
            new MemoryStream(embedded[EmbeddedHeaderBytes..].ToArray()), CompressionMode.Decompress);
        stream.ReadExactly(symbols);
        return symbols;
    }

    // The reader checks what it reads, but not with one kind of exception.
    private static T? Guarded<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception malformed) when (malformed is BadImageFormatException or InvalidOperationException
            or ArgumentException or IOException or InvalidDataException or ArithmeticException
            or IndexOutOfRangeException or NotSupportedException or InvalidCastException)
        {
            return default;
        }
    }
}
