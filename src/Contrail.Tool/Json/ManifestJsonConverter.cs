using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Contrail.Core.Snapshots;

namespace Contrail.Tool.Json;

/// <summary>Writes a manifest or a part of one in the form in which files contain it.</summary>
/// <typeparam name="T">The manifest or a part of it.</typeparam>
internal sealed class ManifestJsonConverter<T> : JsonConverter<T>
{
    private static readonly JsonTypeInfo<T> Contract =
        (JsonTypeInfo<T>)SnapshotManifestJson.Default.GetTypeInfo(typeof(T))!;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Contract);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Contract);
}
