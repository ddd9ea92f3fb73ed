/** Key pairs and certificates for tests, made with OpenSSL once; they guard nothing. */
