using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Core.Snapshots;

/// <summary>The certificate as JSON, in which it stands in files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Certificate))]
public sealed partial class CertificateJson : JsonSerializerContext
{
    /// <summary>Writes a certificate.</summary>
    public static string Write(Certificate certificate) => JsonSerializer.Serialize(certificate, Default.Certificate);

    /// <summary>Reads one; false if the text is none, or leaves out what every certificate has.</summary>
    public static bool TryRead(string untrusted, out Certificate? certificate)
    {
        try
        {
            Certificate? read = JsonSerializer.Deserialize(untrusted, Default.Certificate);
            certificate = read is not null && HasAllElements(read) ? read : null;
        }
        catch (JsonException)
        {
            certificate = null;
        }

        return certificate is not null;
    }

    // The serializer holds properties to their annotations, but not the elements of lists.
    private static bool HasAllElements(Certificate read) =>
        read.Losses.All(static loss => loss is not null)
        && read.Sessions.All(static session => session is not null)
        && read.Profiles.All(static profile => profile is not null)
        && read.SilentProviders.All(static provider => provider is not null);
}
